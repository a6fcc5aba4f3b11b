"""What must survive kills, power cuts, full disks and crowds: real files, real processes, real threads."""
