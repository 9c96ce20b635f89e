"""What every domain stands on: errors, evidence, numbers, people, places, time, documents, processes."""
