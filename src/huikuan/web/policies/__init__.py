"""策略: the written manual: which ladders there are, what each says, who follows which, and how one is changed."""
