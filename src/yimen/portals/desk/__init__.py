"""The officer's side: the work list of the own posts, the review of a case, the decision."""
