"""One of eight pictures crashes its decoder: decoders that are processes get the others done."""

import asyncio
import ctypes
import json
import os
import resource
import time
from concurrent.futures import ThreadPoolExecutor

PICTURES = "bad", "cat", "dog", "elk", "fox", "gnu", "hen", "owl"


def decode(picture: str) -> None:
    if picture == "bad":
        ctypes.string_at(0)  # reads at address 0, where nobody has memory: a memory fault
    time.sleep(0.05)  # the others take their time
    os.write(tell, f"{picture} ".encode())


def a_process_each() -> None:
    for picture in PICTURES:
        if os.fork() == 0:
            decode(picture)
            os._exit(0)
    for _ in PICTURES:
        os.wait()


def a_thread_each() -> None:
    with ThreadPoolExecutor(max_workers=len(PICTURES)) as threads:
        threads.map(decode, PICTURES)


def a_coroutine_each() -> None:
    async def decode_in_turn(picture: str) -> None:
        decode(picture)

    async def decode_all() -> None:
        await asyncio.gather(*map(decode_in_turn, PICTURES))

    asyncio.run(decode_all())


def the_main_thread() -> None:
    for picture in PICTURES:
        decode(picture)


resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # leave no file about a crash
print("Decoded, although one picture crashed its decoder:")
facts = {}
for way in (a_process_each, a_thread_each, a_coroutine_each, the_main_thread):
    hear, tell = os.pipe()
    if os.fork() == 0:  # the service: a process that has just its main thread so far
        way()
        os._exit(0)
    os.close(tell)
    os.wait()
    decoded = os.read(hear, 100).decode().split()
    print(f"  by {way.__name__.replace('_', ' '):18}{' '.join(sorted(decoded)) or 'none'}")
    facts[way.__name__] = "gets the others done" if len(decoded) == 7 else "loses the others"
says = ", ".join(way.replace("_", " ") for way in facts if "done" in facts[way])
print(json.dumps({"says": f"others got done by {says}", **facts}))
