# Strings: join, split, replace, find, upper, slices.
parts = [f"item{n}" for n in range(3000)]
text = ",".join(parts)
again = text.replace("item", "x").split(",")
found = sum(1 for word in again if word.find("99") > 0)
print(len(text), found, text[10:30].upper(), again[-1])
