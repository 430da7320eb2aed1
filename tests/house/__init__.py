"""The house: rules about the code itself."""
