import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { backward } from "@evenkeel/autograd";
k.setDefaultDevice(cpu());
const a=k.parameter(k.tensor([0,1,2])), b=k.parameter(k.tensor([1,2,3.5]));
const p=k.softmax(a,0), q=k.softmax(b,0);
try { backward(k.sum(k.mul(p,k.sub(k.log(p),k.log(q))))); console.log(a.grad!.dataSync(), b.grad!.dataSync()); } catch(e) { console.log((e as Error).stack); }
