"""The desk as a dialogue, line by line, as a screen reader follows it: `dutydesk --plain`."""
