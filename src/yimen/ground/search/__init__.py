"""How text becomes tokens: one tokenizer for whatever is indexed and for whatever is typed."""
