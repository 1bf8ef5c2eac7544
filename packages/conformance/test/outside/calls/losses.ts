/** How PyTorch's losses are called here. */
import * as losses from "@evenkeel/losses";
import { type Entry, rounded } from "../judge.js";
import { camel } from "../samples.js";

type Call = (...args: never[]) => ReturnType<typeof losses.mseLoss>;
/** Tensors in PyTorch's order, then what it names. */
const loss = (call: Call): Entry => rounded((args, named) => call(...args, camel(named) as never));

export const lossCalls: Record<string, Entry> = {
  "nn.functional.binary_cross_entropy": loss(losses.binaryCrossEntropy as Call),
  "nn.functional.binary_cross_entropy_with_logits": loss(losses.binaryCrossEntropyWithLogits as Call),
  "nn.functional.cross_entropy": loss(losses.crossEntropy as Call),
  "nn.functional.hinge_embedding_loss": loss(losses.hingeEmbeddingLoss as Call),
  "nn.functional.kl_div": loss(losses.klDiv as Call),
  "nn.functional.l1_loss": loss(losses.l1Loss as Call),
  "nn.functional.margin_ranking_loss": loss(losses.marginRankingLoss as Call),
  "nn.functional.mse_loss": loss(losses.mseLoss as Call),
  "nn.functional.multilabel_margin_loss": loss(losses.multilabelMarginLoss as Call),
  "nn.functional.multilabel_soft_margin_loss": loss(losses.multilabelSoftMarginLoss as Call),
  "nn.functional.smooth_l1_loss": loss(losses.smoothL1Loss as Call),
};
