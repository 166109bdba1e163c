"""From a base treaty and the protocols that amend it to the consolidated text."""
