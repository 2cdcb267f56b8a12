# A small recursive printer and reader of nested lists, dicts, strings and numbers.
def write(value):
    if isinstance(value, dict):
        return "{" + ",".join(write(k) + ":" + write(v) for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join([write(v) for v in value]) + "]"
    if isinstance(value, str):
        return '"' + value + '"'
    return str(value)


def read(text, at):
    first = text[at]
    if first == "{":
        result = {}
        at += 1
        while text[at] != "}":
            key, at = read(text, at)
            result[key], at = read(text, at + 1)
            if text[at] == ",":
                at += 1
        return result, at + 1
    if first == "[":
        result = []
        at += 1
        while text[at] != "]":
            value, at = read(text, at)
            result.append(value)
            if text[at] == ",":
                at += 1
        return result, at + 1
    if first == '"':
        end = text.index('"', at + 1)
        return text[at + 1 : end], end + 1
    end = at
    while end < len(text) and text[end] in "0123456789-":
        end += 1
    return int(text[at:end]), end


data = {"rows": [{"id": n, "name": f"row {n}", "tags": ["a", "b", str(n % 7)], "size": n * n} for n in range(1500)]}
checks = 0
for _ in range(8):
    text = write(data)
    again, end = read(text, 0)
    checks += (again == data) + (end == len(text))
print(checks, len(text))
