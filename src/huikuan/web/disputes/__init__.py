"""争议: what customers contest, who settles it by when; the rest is chased on."""
