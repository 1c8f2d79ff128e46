// What forward-mode differentiation makes of operators without a formula.
#pragma once

namespace torch_node {

// Registers the decompositions, once in a process.
void RegisterJvpDecompositions();

}  // namespace torch_node
