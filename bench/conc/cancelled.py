# Waiting tasks that are cancelled one by one and clean up.
import asyncio
import sys

TASKS = 15000


async def waiter(event, log):
    try:
        await event.wait()
    except asyncio.CancelledError:
        log[0] += 1
        raise


async def main():
    event, log = asyncio.Event(), [0]
    tasks = [asyncio.create_task(waiter(event, log)) for _ in range(TASKS)]
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    print("cancelled", log[0], sum(isinstance(r, asyncio.CancelledError) for r in results))


asyncio.run(main())
print("ops", TASKS, file=sys.stderr)
