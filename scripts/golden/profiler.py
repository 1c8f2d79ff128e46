"""Writes test/autograd/profiler.gz: what Python's profiler says, for tests of torch.profiler.

    python scripts/golden/profiler.py

Tables, sums and traces of made-up events; schedules; what programs are seen to run. No times of real runs.
"""

import gzip
import itertools
import json
import os
import random
import tempfile

from oracle import DATA, first_line

import torch
from torch import nn
from torch.autograd.profiler_util import (
    DeviceType,
    EventList,
    FunctionEvent,
    MemRecordsAcc,
    _format_memory,
    _format_time,
    _rewrite_name,
)
from torch.profiler import ProfilerAction, ProfilerActivity, profile, record_function, schedule

OUTPUT = DATA.parent / "autograd" / "profiler.gz"
NAMES = ["aten::add", "aten::mm", "aten::add_", "autograd::engine::evaluate_function: MmBackward0", "label-z", "é😀 label"]
NAMES.append("a_name_that_is_longer_than_the_widest_column_that_tables_have_by_default")
STACKS = [[], ["train.py(3): step", "train.py(9): main"], ["a/very/long/path" * 6 + ".py(1): f", "b;c d\te(2): g"]]


def nested(rng, make, start, end, depth):
    """Events inside of a span of time, as operators call others."""
    make(start, end)
    at = start
    while depth > 0 and at < end - 1.0 and rng.random() < 0.8:
        first = at + rng.random() * (end - at) * 0.3
        last = first + rng.random() * (end - first) * 0.7
        nested(rng, make, first, last, depth - 1)
        at = last


def events(seed, scale=1.0, **features):
    """Keyword arguments of made-up events, and what EventList is told."""
    rng = random.Random(seed)
    made = []

    def make(start, end):
        if len(made) == 60:
            return
        backward = rng.random() < 0.2
        event = dict(
            id=len(made) + 1,
            name=rng.choice(NAMES),
            thread=rng.choice([1, 1, 1, 2]),
            start_us=start,
            end_us=end,
            overload_name=rng.choice(["", "Tensor", "out"]) if features.get("overloads") else "",
            fwd_thread=1,
            input_shapes=rng.choice([[], [[2, 3], []], [[64, 1000], [1000, 100], []]]) if features.get("shapes") else [],
            stack=rng.choice(STACKS) if features.get("stack") else [],
            scope=1 if backward else 0,
            sequence_nr=rng.randrange(3),
            trace_name="op %d" % len(made) if rng.random() < 0.9 else None,
            flops=rng.choice([0, 0, 1500, 2 * 10**9]) if features.get("flops") else 0,
        )
        if features.get("memory"):
            event["cpu_memory_usage"] = rng.choice([0, 400, -400, 1536, -(5 << 20), 3 << 30])
        if features.get("rare"):
            event["is_async"] = rng.random() < 0.2
            event["is_remote"] = rng.random() < 0.2
            event["node_id"] = rng.choice([-1, 0, 1])
            event["is_user_annotation"] = rng.random() < 0.2
        if features.get("device"):
            event["use_device"] = "cuda"
            event["device_memory_usage"] = rng.choice([0, 1024])
            event["is_legacy"] = rng.random() < 0.2
            if rng.random() < 0.3:
                event["device_type"] = "CUDA"
        made.append(event)

    for _ in range(rng.randrange(2, 4)):
        start = rng.random() * 1e4 * scale
        nested(rng, make, start, start + rng.random() * 1e3 * scale, 3)
    kernels = []
    if features.get("device"):
        kernels = [[i, "kernel", 0, rng.random() * 50] for i, e in enumerate(made) if "device_type" not in e and rng.random() < 0.5]
    told = dict(
        use_device="cuda" if features.get("device") else None,
        profile_memory=bool(features.get("memory")),
        with_flops=bool(features.get("flops")),
    )
    return dict(events=made, kernels=kernels, told=told)


def build(made):
    keywords = [{**e, "device_type": getattr(DeviceType, e.get("device_type", "CPU"))} for e in made["events"]]
    found = [FunctionEvent(**e) for e in keywords]
    for i, *kernel in made["kernels"]:
        found[i].append_kernel(*kernel)
    result = EventList(found, **made["told"])
    result._build_tree()
    return result


def attempt(body):
    try:
        return body()
    except Exception as error:
        return {"error": first_line(error)}


OPTIONS = [
    {},
    *({"sort_by": key} for key in "cpu_time self_cpu_time_total cpu_time_total count self_cpu_memory_usage cuda_time_total".split()),
    {"sort_by": "nonsense"},
    {"row_limit": 3},
    {"row_limit": 0},
    {"row_limit": -1, "sort_by": "cpu_time_total"},
    {"max_name_column_width": 20, "max_shapes_column_width": 15, "max_src_column_width": 30},
    {"max_name_column_width": None, "max_shapes_column_width": None, "max_src_column_width": None},
    {"header": "A header", "top_level_events_only": True},
    {"top_level_events_only": True, "row_limit": 2},
    *({"time_unit": unit} for unit in ("s", "ms", "us", "m")),
]
GROUPS = [[False, 0, False], [True, 0, False], [False, 1, False], [True, 5, True], [False, 0, True]]


def written(write):
    with tempfile.NamedTemporaryFile("r", suffix=".json") as file:
        write(file.name)
        return open(file.name).read()


def tables():
    features = [
        {},
        dict(shapes=True),
        dict(memory=True, shapes=True),
        dict(flops=True, shapes=True, stack=True, memory=True),
        dict(stack=True, overloads=True),
        dict(rare=True),
        dict(device=True, memory=True),
        dict(device=True, rare=True, overloads=True, shapes=True, stack=True),
    ]
    for seed, feature in enumerate(features * 2):
        made = events(seed, (1.0, 1e-3, 1e4)[seed % 3], **feature)
        found = build(made)
        yield dict(
            **made,
            options=OPTIONS,
            groups=GROUPS,
            tables=[attempt(lambda o=o: build(made).table(**o)) for o in OPTIONS],
            averages=[[attempt(lambda g=g, o=o: found.key_averages(*g).table(**o)) for o in OPTIONS[::4]] for g in GROUPS],
            reprs=[repr(event) for event in found],
            average_reprs=[repr(event) for event in found.key_averages(True)],
            total=repr(found.total_average()),
            self_cpu_time_total=found.self_cpu_time_total,
            parents=[e.cpu_parent and e.cpu_parent.id for e in found],
            stacks=attempt(lambda: written(lambda path: found.export_stacks(path, "self_cpu_time_total"))),
            trace=written(found.export_chrome_trace),
        )


def schedules():
    for wait, warmup, active, repeat, skip_first, skip_first_wait in itertools.product(
        (0, 1, 2), (0, 1, 2), (0, 1, 3), (0, 1, 2), (0, 3), (0, 1)
    ):
        keywords = dict(wait=wait, warmup=warmup, active=active, repeat=repeat, skip_first=skip_first, skip_first_wait=skip_first_wait)
        yield [keywords, attempt(lambda: [schedule(**keywords)(step).value for step in range(25)])]


CPU = dict(activities=[ProfilerActivity.CPU])


def seen(prof):
    """What ran, without times: names, what called them, inputs. Memory freed between operators is not among it."""
    events = [event for event in prof.events() if event.name != "[memory]"]
    places = {id(event): i for i, event in enumerate(events)}
    return [
        [e.name, -1 if e.cpu_parent is None else places[id(e.cpu_parent)], e.input_shapes, e.flops, e.scope, e.is_user_annotation]
        for e in events
    ]


def mlp_step(set_to_none=True, **optimizer):
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 4))
    sgd = torch.optim.SGD(net.parameters(), lr=0.1, **optimizer)
    x, y = torch.randn(5, 8), torch.randint(4, (5,))
    for _ in range(2):
        with record_function("forward"):
            loss = nn.functional.cross_entropy(net(x), y)
        sgd.zero_grad(set_to_none)
        with record_function("backward", "an argument"):
            loss.backward()
        sgd.step()
        loss.item()


def convolutions(net=nn.Sequential(nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(36, 2))):
    x = torch.randn(2, 1, 8, 8)
    net(x).pow(2).mean().backward()
    net.eval()
    with torch.no_grad():
        net(x)


def algebra():
    torch.manual_seed(0)
    a = torch.randn(6, 6)
    b = torch.linalg.solve(a, torch.eye(6))
    with record_function("outer"):
        with record_function("inner"):
            torch.cat([a, b]).softmax(-1).topk(2)
        torch.einsum("ij,jk->ik", a, b).std()
    a.add_(1).t().contiguous().max(1)


def grouped(prof, by_shape):
    return sorted([e.key, e.count, str(e.input_shapes)] for e in prof.key_averages(group_by_input_shape=by_shape))


def programs():
    for name, program in dict(
        mlp=mlp_step,
        mlp_zeros=lambda: mlp_step(set_to_none=False),
        mlp_one_by_one=lambda: mlp_step(foreach=False, momentum=0.9),
        convolutions=convolutions,
        algebra=algebra,
    ).items():
        with profile(**CPU, record_shapes=True, profile_memory=True, with_flops=True) as prof:
            program()
        trace = json.loads(written(prof.export_chrome_trace))["traceEvents"]
        memory = [e["args"]["Bytes"] for e in trace if e["name"] == "[memory]"]
        yield name, dict(
            seen=seen(prof),
            counts=grouped(prof, False),
            by_shape=grouped(prof, True),
            traced=[[e["name"], e["cat"], e["args"].get("Input Dims")] for e in trace if e["ph"] == "X" and e["cat"] != "Trace"],
            flows=sum(e["ph"] in ("s", "f") for e in trace),
            allocated=sorted(size for size in memory if size > 0),
        )


def cycles():
    """What a profile with a schedule records, and when it tells of it."""
    for keywords, acc_events, steps in (
        (dict(wait=1, warmup=1, active=2), False, 9),
        (dict(wait=1, warmup=1, active=2, repeat=1), False, 9),
        (dict(wait=0, warmup=1, active=1), False, 4),
        (dict(wait=0, warmup=0, active=2), False, 5),
        (dict(wait=2, warmup=1, active=2, skip_first=1, skip_first_wait=1), False, 12),
        (dict(wait=1, warmup=1, active=2), True, 9),
        (dict(wait=0, warmup=3, active=2), False, 2),
    ):
        told = []

        def ready(prof):
            counts = {e.key: e.count for e in prof.key_averages()}
            steps = [e.trace_name for e in prof.events() if e.name.startswith("ProfilerStep")]
            told.append([prof.step_num, counts.get("aten::mul", 0), counts.get("ProfilerStep*", 0), steps])

        with profile(**CPU, schedule=schedule(**keywords), on_trace_ready=ready, acc_events=acc_events) as prof:
            for _ in range(steps):
                torch.ones(2) * 3
                prof.step()
        yield [keywords, acc_events, steps, told, prof.step_num, prof.current_action.value]
    for actions in ([1, 0, 0], [2, 0, 0], [3, 3, 3], [1, 1], [0, 0, 2]):
        told = []

        def ready(prof):
            told.append([prof.step_num, len([e for e in prof.events() if e.name == "aten::mul"])])

        plan = lambda step: ProfilerAction(actions[min(step, len(actions) - 1)])  # noqa: E731
        with profile(**CPU, schedule=plan, on_trace_ready=ready) as prof:
            for _ in range(4):
                torch.ones(2) * 3
                prof.step()
        yield [actions, told]


def texts():
    numbers = [0, 1, 12.3456, 999.9995, 1000, 1234.5, 999999.4, 1e6, 12345678.9]
    sizes = [0, 1, -1, 1023, 1024, -1536, 1 << 20, (1 << 30) - 1, -(1 << 30), 5 << 40]
    names = ["t", "St", "Pi", "add", "aten::add", "_ZN2at3addEv", "ProfilerStep#12", "", "i"]
    return dict(
        times=[[n, _format_time(n)] for n in numbers],
        sizes=[[n, _format_memory(n)] for n in sizes],
        names=[[n, _rewrite_name(n), _rewrite_name(n, with_wildcard=True)] for n in names],
    )


class Record:
    def __init__(self, start):
        self.start = start

    def start_ns(self):
        return self.start


def memory_records():
    starts = [5, 1, 9, 5, 3, 12]
    records = MemRecordsAcc([(Record(start), False) for start in starts])
    spans = [(0, 20), (1, 5), (5, 5), (6, 8), (13, 20), (9, 9)]
    return [starts, [[*span, [r[0].start for r in records.in_interval(*span)]] for span in spans]]


def main():
    os.environ["KINETO_LOG_LEVEL"] = "5"
    golden = dict(
        tables=list(tables()),
        schedules=list(schedules()),
        programs=dict(programs()),
        cycles=list(cycles()),
        texts=texts(),
        memory_records=memory_records(),
    )
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_bytes(gzip.compress(json.dumps(golden, separators=(",", ":")).encode(), mtime=0))


if __name__ == "__main__":
    main()
