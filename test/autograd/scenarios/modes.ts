import torch from 'torch-node'
import { fails, leaf, type Scenario } from './support.js'

export const modes: Scenario = (out) => {
  const x = leaf([2])
  torch.no_grad(() => {
    out(x.mul(2).requires_grad)
    torch.enable_grad(() => out(x.mul(2).requires_grad))
    torch.set_grad_enabled(true, () => out(torch.is_grad_enabled()))
    out(torch.is_grad_enabled())
  })
  const y = torch.inference_mode(() => {
    const doubled = x.mul(2)
    out(doubled.is_inference())
    out(torch.is_inference_mode_enabled())
    return doubled
  })
  fails(out, () => y.add_(1))
  fails(out, () => x.mul(y).sum().backward())
  out(torch.is_grad_enabled())
}

export const anomalies: Scenario = (out) => {
  const x = torch.tensor([-1], { dtype: torch.float, requires_grad: true })
  torch.autograd.detect_anomaly(() => {
    out(torch.is_anomaly_enabled())
    const y = x.sqrt().sum()
    fails(out, () => y.backward())
  })
  out(torch.is_anomaly_enabled())
  torch.autograd.detect_anomaly({ check_nan: false }, () => {
    out(torch.is_anomaly_check_nan_enabled())
    x.sqrt().sum().backward()
    out(x.grad)
  })
  torch.autograd.set_detect_anomaly(true, () => out(torch.is_anomaly_enabled()))
  out(torch.is_anomaly_enabled())
}
