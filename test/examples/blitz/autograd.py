import torch


def print_error(action):
    try:
        action()
    except Exception as error:
        print(f'{type(error).__name__}: {error}')


torch.manual_seed(0)

x = torch.ones(2, 2, requires_grad=True)
print(x)

y = x + 2
print(y)
print(y.grad_fn)

z = y * y * 3
out = z.mean()
print(z, out)

a = torch.randn(2, 2)
a = (a * 3) / (a - 1)
print(a.requires_grad)
a.requires_grad_(True)
print(a.requires_grad)
b = (a * a).sum()
print(b.grad_fn)

out.backward()
print(x.grad)

print_error(lambda: out.backward())
torch.autograd.backward(((x + 2) ** 2 * 3).mean(), torch.tensor(1.0))
print(x.grad)

x = torch.randn(3, requires_grad=True)

y = x * 2
while y.data.norm() < 1000:
    y = y * 2
print(y)

print_error(lambda: y.backward())
v = torch.tensor([0.1, 1.0, 0.0001], dtype=torch.float)
y.backward(v)
print(x.grad)

print(x.requires_grad)
print((x**2).requires_grad)

with torch.no_grad():
    print((x**2).requires_grad)

y = x.detach()
print(y.requires_grad)
print(x.eq(y).all())


def f(x):
    return x.cumsum(0) ** 2


x = torch.randn(3, requires_grad=True)
v = torch.randn(3)
J = torch.autograd.functional.jacobian(f, x)
print(J)
f(x).backward(v)
print(x.grad, torch.allclose(J.T @ v, x.grad))
