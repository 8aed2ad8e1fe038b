"""How the site looks among a browser's tabs and on a telephone's first screen."""
