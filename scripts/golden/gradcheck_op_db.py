"""What gradcheck says of PyTorch's operators: python scripts/golden/gradcheck_op_db.py.

For each entry of the committed op_db goldens that has a small differentiable case, the largest such
case in double precision: whether backward, forward mode and second derivatives pass, or the error.
"""

import json

from oracle import DATA, first_line, torch

from decode import Reader, decode_value, perform
from torch.autograd import gradcheck, gradgradcheck

FOLDER = DATA / "op_db"
# Elements of the inputs to differentiate by.
LARGEST = 40


def elements(case: dict, box: Reader) -> int:
    """0 for a case that is of no use here."""
    grads = case.get("grads")
    if case["form"] != "function" or case.get("error") or not any(grad is not None for grad in grads or ()):
        return 0
    # A dtype among the arguments would take the precision away; an input that is changed is another each time.
    if '"dtype"' in json.dumps(case["calls"]) or "after" in case:
        return 0
    if any(box.row(at)[0].startswith("sparse_") for at, _ in case["inputs"]):
        return 0
    return sum(torch.Size(box.row(at)[1]).numel() for at, grad in case["inputs"] if grad)


def widened(tensor: torch.Tensor) -> torch.Tensor:
    if tensor.is_complex():
        return tensor.to(torch.complex128)
    return tensor.to(torch.float64) if tensor.is_floating_point() else tensor


def floating(value):
    if isinstance(value, torch.Tensor):
        if value.is_floating_point() or value.is_complex():
            yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from floating(item)


def sample(case: dict, box: Reader):
    """The function of the case, and the inputs to differentiate by."""
    tensors = [widened(box.tensor(at)) for at, _ in case["inputs"]]
    places = [i for i, (_, grad) in enumerate(case["inputs"]) if grad]

    def func(*given):
        inputs, results = list(tensors), []
        for place, tensor in zip(places, given):
            inputs[place] = tensor
        torch.manual_seed(0)
        for call in case["calls"]:
            results.append(perform(call, inputs, results))
        return tuple(floating(decode_value(case["out"], inputs, results)))

    return func, [tensors[place].detach().clone().requires_grad_() for place in places]


CHECKS = (
    lambda func, inputs: gradcheck(func, inputs),
    lambda func, inputs: gradcheck(func, inputs, check_forward_ad=True, check_backward_ad=False),
    lambda func, inputs: gradgradcheck(func, inputs, fast_mode=True),
)


def verdict(check, case, box):
    """None for a check that passes, or class and first line of the error."""
    try:
        check(*sample(case, box))
    except Exception as error:
        return first_line(error)
    return None


verdicts = []
for file, _ in json.loads((FOLDER / "index.json").read_text())["files"]:
    box = Reader(FOLDER / file)
    for entry in box.header["entries"]:
        sizes = [elements(case, box) for case in entry["cases"]]
        best = max((size for size in sizes if size <= LARGEST), default=0)
        if best > 0:
            at = sizes.index(best)
            case = entry["cases"][at]
            verdicts.append([file, entry["name"], at, [verdict(check, case, box) for check in CHECKS]])

text = ",\n".join(json.dumps(row) for row in verdicts)
(DATA / "gradcheck_op_db.json").write_text(f"[\n{text}\n]\n")
print(len(verdicts), "entries,", sum(not any(row[3]) for row in verdicts), "pass all checks")
