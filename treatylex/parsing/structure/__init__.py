"""Structure: from the text to its provisions, step by step; `building` runs the steps."""
