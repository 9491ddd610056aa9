"""The fault rehearsal: the whole house on this machine, broken on purpose, mended, and accounted for."""
