"""The command line: what the screen can do, a script can do too."""
