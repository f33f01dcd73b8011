"""One workload with one other program: peer.py PROGRAM WORKLOAD TASKS FOLDER

Prints seconds=S for the whole, what the program registers included, once all tasks were done, each of them once.
Files are made in FOLDER.
"""

import multiprocessing
import os
import random
import sys
import threading
import time
import warnings

warnings.filterwarnings("ignore")  # a program that says it will be renamed is measured all the same


class Count:
    """Counts how often each task was done."""

    def __init__(self):
        self.done = {}
        self.lock = threading.Lock()

    def one(self, number):
        with self.lock:
            self.done[number] = self.done.get(number, 0) + 1

    def check(self, tasks):
        wrong = [n for n in range(tasks) if self.done.get(n, 0) != 1]
        if wrong:
            sys.exit(f"wrong result: {len(wrong)} of {tasks} tasks were not done once, the first is {wrong[0]}")


def needs(workload, tasks):
    """What each task needs: the shapes of TaskGraph.java."""
    if workload == "chain-memory":
        return [[i - 1] if i else [] for i in range(tasks)]
    if workload == "layers-memory":
        chance = random.Random(42)
        width = min(1000, max(1, tasks // 20))
        return [
            [] if i < width else [(i // width - 1) * width + at for at in chance.sample(range(width), min(3, width))]
            for i in range(tasks)
        ]
    return [[] for _ in range(tasks)]


def threaded_order(workload, tasks, folder):
    from threaded_order import Scheduler

    count, shape = Count(), needs(workload, tasks)
    begin = time.perf_counter()
    scheduler = Scheduler(workers=2)
    for i in range(tasks):
        scheduler.register(lambda i=i: count.one(i), f"t{i}", after=[f"t{n}" for n in shape[i]] or None)
    scheduler.start()
    seconds = time.perf_counter() - begin
    count.check(tasks)
    return seconds


def parproc(workload, tasks, folder):
    import parproc as pp

    # Each task is a process of its own, so what was done is told by its result.
    shape = needs(workload, tasks)
    null = os.open(os.devnull, os.O_WRONLY)
    out = os.dup(1)
    os.dup2(null, 1)
    begin = time.perf_counter()
    pp.set_options(mode="mp", parallel=2, dynamic=False)
    for i in range(tasks):
        pp.Proto(name=f"t{i}", f=lambda context, i=i: i, deps=[f"t{n}" for n in shape[i]])
    for i in range(tasks):
        pp.run(f"t{i}")
    pp.wait_for_all()
    seconds = time.perf_counter() - begin
    sys.stdout.flush()
    os.dup2(out, 1)
    results = pp.results()
    wrong = [i for i in range(tasks) if results.get(f"t{i}") != i]
    if wrong:
        sys.exit(f"wrong result: {len(wrong)} of {tasks} tasks were not done, the first is {wrong[0]}")
    return seconds


def kofu(workload, tasks, folder):
    from kofu import LocalThreadedExecutor
    from kofu.tasks import SimpleFn

    count = Count()

    def walk():
        begin = time.perf_counter()
        work = [SimpleFn(f"t{i}", count.one, (i,)) for i in range(tasks)]
        LocalThreadedExecutor(tasks=work, path=folder, max_concurrency=2).run()
        return time.perf_counter() - begin

    seconds = walk()
    if workload == "resume":
        seconds = walk()
    count.check(tasks)
    return seconds


def laufband_worker(folder, tasks, nap, number, ready, go, done):
    from flufl.lock import Lock
    from laufband import Laufband

    os.chdir(folder)
    ready.release()
    go.wait()
    worker = Laufband(
        list(range(tasks)),
        db="sqlite:///work.sqlite",
        lock=Lock(os.path.join(folder, "user.lock")),
        db_lock=Lock(os.path.join(folder, "db.lock")),
        identifier=f"worker-{number}",
        tqdm_kwargs={"disable": True},
    )
    mine = []
    for item in worker:
        if nap:
            time.sleep(nap)
        mine.append(item)
    done.put(mine)


def laufband(workload, tasks, folder):
    workers = {"each-commit": 1, "processes": 4, "sleepers": 16}[workload]
    nap = 0.1 if workload == "sleepers" else 0
    context = multiprocessing.get_context("fork")
    ready, go, done = context.Semaphore(0), context.Event(), context.Queue()
    crowd = [
        context.Process(target=laufband_worker, args=(folder, tasks, nap, i, ready, go, done)) for i in range(workers)
    ]
    for one in crowd:
        one.start()
    for _ in crowd:
        ready.acquire()
    begin = time.perf_counter()
    go.set()
    count = Count()
    for _ in crowd:
        for item in done.get():
            count.one(item)
    seconds = time.perf_counter() - begin
    for one in crowd:
        one.join()
    count.check(tasks)
    return seconds


if __name__ == "__main__":
    program, workload, tasks, folder = sys.argv[1], sys.argv[2], int(sys.argv[3]), os.path.abspath(sys.argv[4])
    took = globals()[program.replace("-", "_")](workload, tasks, folder)
    print(f"\nseconds={took}", flush=True)
