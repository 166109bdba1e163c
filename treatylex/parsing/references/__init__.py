"""References: from running text to what it points to; `finding` runs the steps."""
