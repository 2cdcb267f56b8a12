# A hundred thousand tasks that wait for one event: the peak divided by their number is what a task costs.
import asyncio
import sys

TASKS = int(sys.argv[1]) if len(sys.argv) > 1 else 100000


async def wait(event, n):
    await event.wait()
    return n


async def main():
    event = asyncio.Event()
    tasks = [asyncio.create_task(wait(event, n)) for n in range(TASKS)]
    await asyncio.sleep(0)
    event.set()
    total = 0
    for task in tasks:
        total += await task
    print("many_waiting", total)


asyncio.run(main())
print("ops", TASKS, file=sys.stderr)
