// The limit that the benchmark compares with: the perceptron's training step
// (64x1000 -> 100 -> 10, Adam) written with LibTorch's C++ frontend. For each
// pair read, a count and whether to take CPU time, runs so many steps and
// prints the nanoseconds that one took.

#include <torch/torch.h>

#include <chrono>
#include <ctime>
#include <iostream>

namespace {

double Now(bool cpu) {
  if (cpu) return 1e9 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
  const std::chrono::duration<double, std::nano> now =
      std::chrono::steady_clock::now().time_since_epoch();
  return now.count();
}

}  // namespace

int main() {
  // OMP_NUM_THREADS says how many.
  torch::manual_seed(0);
  torch::Tensor x = torch::randn({64, 1000});
  torch::Tensor y = torch::randn({64, 10});
  torch::nn::Sequential model(torch::nn::Linear(1000, 100), torch::nn::ReLU(),
                              torch::nn::Linear(100, 10));
  torch::nn::MSELoss criterion(
      torch::nn::MSELossOptions().reduction(torch::kSum));
  torch::optim::Adam optimizer(model->parameters(),
                               torch::optim::AdamOptions(1e-4));
  int64_t n;
  bool cpu;
  while (std::cin >> n >> cpu) {
    const double start = Now(cpu);
    for (int64_t i = 0; i < n; ++i) {
      torch::Tensor loss = criterion(model->forward(x), y);
      optimizer.zero_grad();
      loss.backward();
      optimizer.step();
    }
    std::cout << (Now(cpu) - start) / static_cast<double>(n) << std::endl;
  }
}
