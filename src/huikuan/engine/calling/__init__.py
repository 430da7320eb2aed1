"""When to call (D-802): the best slot of each worklist row, from presets, allowed hours and the contact log."""
