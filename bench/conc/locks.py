# Tasks that take turns at one lock and meet at a semaphore.
import asyncio
import sys

TASKS = 200
TURNS = 200


async def member(lock, gate, state):
    for _ in range(TURNS):
        async with gate:
            async with lock:
                seen = state[0]
                await asyncio.sleep(0)
                state[0] = seen + 1


async def main():
    lock, gate, state = asyncio.Lock(), asyncio.Semaphore(20), [0]
    await asyncio.gather(*(member(lock, gate, state) for _ in range(TASKS)))
    print("locks", state[0])


asyncio.run(main())
print("ops", TASKS * TURNS, file=sys.stderr)
