"""Resolution: what a treaty defines, the catalogue of instruments, and where each reference leads (`linking`)."""
