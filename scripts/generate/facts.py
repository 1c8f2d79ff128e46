"""Extracts what LibTorch's registered schemas do not tell, from the wheel of the pinned version.

    python scripts/generate/facts.py                     writes scripts/generate/facts.json
    python scripts/generate/facts.py --verify [TABLE]    compares lib/_generated/operators.ts
                                                         with torchgen's own signature strings

A schema has names, types, defaults and alias marks. It does not say which names Python has as
functions and which as methods, in what order the argument parser tries the overloads, which `out`
overload belongs to which plain one, and which deprecated forms exist. torchgen decides all of
that, so torchgen is asked: nothing of its rules is repeated here.

Needs PyTorch 2.13 and PyYAML. Run by hand, on a LibTorch upgrade.
"""

import argparse
import json
import pathlib
import re
import sys

import torch
import torchgen
from torchgen.gen import parse_native_yaml
from torchgen.packaged.autograd import gen_python_functions as gen

PACKAGED = pathlib.Path(torchgen.__file__).parent / 'packaged'
NATIVE_YAML = PACKAGED / 'ATen/native/native_functions.yaml'
TAGS_YAML = PACKAGED / 'ATen/native/tags.yaml'
DEPRECATED_YAML = PACKAGED / 'autograd/deprecated.yaml'
HERE = pathlib.Path(__file__).parent
FACTS = HERE / 'facts.json'
TABLE = HERE.parent.parent / 'lib/_generated/operators.ts'

# Our namespace -> (torchgen's predicate, whether it holds methods, prefix of names in it, public module).
NAMESPACES = {
    'torch': (gen.is_py_torch_function, False, '', torch),
    'Tensor': (gen.is_py_variable_method, True, '', torch.Tensor),
    'nn': (gen.is_py_nn_function, False, '', torch.nn.functional),
    'linalg': (gen.is_py_linalg_function, False, 'linalg_', torch.linalg),
    'fft': (gen.is_py_fft_function, False, 'fft_', torch.fft),
    'special': (gen.is_py_special_function, False, 'special_', torch.special),
    'sparse': (gen.is_py_sparse_function, False, '_sparse_', torch.sparse),
    'nested': (gen.is_py_nested_function, False, '_nested_', torch.nested),
}


def page(public, prefix, name):
    """The documentation page of a name; '' when Python documents none."""
    short = name.removeprefix(prefix)
    if short.startswith('_') or not getattr(getattr(public, short, None), '__doc__', None):
        return ''
    module = 'torch.Tensor' if public is torch.Tensor else public.__name__
    return f'{module}.{short}'


def handwritten(namespace, name):
    """Whether the public function or method is Python code over (or beside) the native one."""
    public, native = {
        'torch': (torch, torch._C._VariableFunctions),
        'Tensor': (torch.Tensor, torch._C.TensorBase),
    }.get(namespace, (None, None))
    found = getattr(public, name, None)
    # Bound natives are new objects at each look-up, so they are compared by value.
    return found is not None and found != getattr(native, name)


def groups():
    """Yields (namespace, name, ordered overload groups) as torchgen binds them."""
    functions = parse_native_yaml(str(NATIVE_YAML), str(TAGS_YAML)).native_functions
    bound = [f for f in functions if gen.should_generate_py_binding(f)]
    signatures = {
        method: gen.load_signatures(bound, str(DEPRECATED_YAML), method=method)
        for method in (True, False)
    }
    for namespace, (predicate, method, _, _) in NAMESPACES.items():
        by_name = gen.group_filter_overloads(signatures[method], predicate)
        for name in sorted(by_name, key=str):
            yield namespace, str(name), gen.group_overloads(by_name[name])


def written_defaults(signature):
    """Float defaults that the registered schema writes otherwise (it has 1. for both 1 and 1.0)."""
    found = {}
    for argument in signature.arguments():
        if str(argument.type) not in ('float', 'float?') or argument.default in (None, 'None', '::std::nullopt'):
            continue
        if repr(float(argument.default)).removesuffix('.0') != argument.default:
            found[argument.name] = argument.default
    return found


def row(group):
    fact = {'op': str(group.base.func.name)}
    if group.outplace is not None:
        fact['out'] = str(group.outplace.func.name)
    if group.base.category_override is not None:
        fact['category'] = group.base.category_override
    if defaults := written_defaults(group.signature):
        fact['defaults'] = defaults
    if group.signature.deprecated:
        fact['deprecated'] = str(group.signature.deprecated_schema).rpartition(' -> ')[0]
        # The plain overload's values in its own order; a deprecated form may fix some of them.
        fact['args'] = [a for a in group.signature.deprecated_args_exprs if a != 'out']
    return fact


def extract():
    facts = {}
    for namespace, name, overloads in groups():
        _, _, prefix, public = NAMESPACES[namespace]
        entry = {'rows': [row(group) for group in overloads]}
        if found := page(public, prefix, name):
            entry['page'] = found
        if torch._C._should_allow_numbers_as_tensors(name):
            entry['numbers'] = True
        if handwritten(namespace, name):
            entry['handwritten'] = True
        facts.setdefault(namespace, {})[name] = entry
    return facts


def text(facts):
    """One line per Python name, so that a diff reads as a list of names."""
    blocks = []
    for namespace, names in facts.items():
        lines = [f'    {json.dumps(n)}: {json.dumps(names[n])}' for n in sorted(names)]
        blocks.append(f'  "{namespace}": {{\n' + ',\n'.join(lines) + '\n  }')
    version = torch.__version__.partition('+')[0]
    return f'{{\n  "version": "{version}",\n' + ',\n'.join(blocks) + '\n}\n'


def read_table(path):
    """The rows of lib/_generated/operators.ts: {(namespace, name): [[signature, op, out], ...]}."""
    table, namespace = {}, None
    for line in path.read_text().splitlines():
        if head := re.fullmatch(r'  (\w+): \{', line):
            namespace = head[1]
        elif entry := re.fullmatch(r"    (?:'(\w+)'|(\w+)): (\[.*\]),", line):
            rows = re.findall(r"'((?:[^'\\]|\\.)*)'", entry[3])
            rows = [re.sub(r'\\(.)', r'\1', r).split(';')[:3] for r in rows]
            table[namespace, entry[1] or entry[2]] = rows
    return table


def expected_rows():
    for namespace, name, overloads in groups():
        yield (namespace, name), [
            [
                g.signature.signature_str(),
                f'aten::{g.base.func.name}',
                f'aten::{g.outplace.func.name}' if g.outplace else '',
            ]
            for g in overloads
        ]


def verify(path):
    table, checked, wrong = read_table(path), 0, 0
    for key, rows in expected_rows():
        checked += len(rows)
        if table.get(key) != rows:
            wrong += 1
            print(f'{key}\n  torchgen: {rows}\n  table:    {table.get(key)}')
    print(f'{checked} rows checked, {wrong} names differ')
    return 1 if wrong else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--verify', nargs='?', const=TABLE, type=pathlib.Path, metavar='TABLE')
    options = parser.parse_args()
    if options.verify:
        sys.exit(verify(options.verify))
    FACTS.write_text(text(extract()))


if __name__ == '__main__':
    main()
