import * as k from "@evenkeel/core";
import { stableOf } from "@evenkeel/core/internal";
import { cpu } from "@evenkeel/cpu";
k.setDefaultDevice(cpu());
const show=(t:any,d=0):string=> d>6?"…": (t.inputs.length?`${t.op.name}(${t.inputs.map((x:any)=>show(x,d+1)).join(", ")})`:t.op.name)+ (t.written&&t.written!==t? ` «${show(t.written,d+3)}»`:"");
const a=k.parameter(k.tensor([0,1,2])), b=k.parameter(k.tensor([1,2,3.5]));
const p=k.softmax(a,0), q=k.softmax(b,0);
for (const x of [k.mul(p,k.sub(k.log(p),k.log(q))), k.mul(p,k.log(k.div(p,q))), k.sub(k.mul(p,k.log(p)),k.mul(p,k.log(q)))]) console.log(show(stableOf(x)),"\n");
