# Nodes of a linked list: objects with slots made, linked, walked and reversed.
class Node:
    __slots__ = ("value", "next")

    def __init__(self, value, next):
        self.value = value
        self.next = next


def build(count):
    head = None
    for value in range(count):
        head = Node(value, head)
    return head


def reverse(head):
    previous = None
    while head is not None:
        head.next, previous, head = previous, head, head.next
    return previous


def total(head):
    result = 0
    while head is not None:
        result += head.value
        head = head.next
    return result


answer = 0
for _ in range(10):
    chain = build(100_000)
    answer += total(reverse(chain))
print(answer)
