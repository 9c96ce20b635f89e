"""The pages of the desk, a file for each kind: the list, the case, its clock, the notice of correction, its papers."""
