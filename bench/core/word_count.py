# Splitting text, counting words in a dict, sorting the counts.
def text(words, length):
    seed = 7
    out = []
    for _ in range(length):
        seed = (seed * 75 + 74) % 65537
        out.append(words[seed % len(words)])
    return " ".join(out)


words = [a + b + c for a in "bdfkl" for b in "aeiou" for c in ("n", "rt", "s", "")]
page = text(words, 60000)
counts = {}
for _ in range(8):
    for word in page.split(" "):
        counts[word] = counts.get(word, 0) + 1
ranking = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
print(len(ranking), ranking[:3], sum(counts.values()))
