"""Parsing: from a text to the model, stage by stage. Data flows one way; no stage looks back into an earlier one."""
