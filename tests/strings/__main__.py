from tests.strings.catalogue import merged, write

book = merged()
write(book)
missing = book.untranslated_entries()
print(f"{len(book)} strings, {len(missing)} without English")
for entry in missing:
    print(f"  {entry.msgid!r}")
