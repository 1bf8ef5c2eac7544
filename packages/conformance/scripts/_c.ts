import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { grad } from "@evenkeel/autograd";
k.setDefaultDevice(cpu());
const R=[0.3,-1.2,2.1,0.7, 1.1,-0.4, 0.2,0.9,-1.5,0.05,0.6,-0.7];
const X=(d:string)=>k.tensor(R,{shape:[3,4],dtype:d} as any);
const W=k.tensor([0.2,0.5,-0.3,1.2, 0.9,0.1, 0.4,-0.6,0.7,0.3,1.4,0.8],{shape:[3,4]});
const c=(t:any,x:any)=>k.to? k.to(t,x.dtype):t;
const fns: Record<string,(x:any)=>any> = {
 entDim1: (x)=>{const p=k.softmax(x,1);return k.sum(k.mul(c(k.tensor([1,2,-0.5]),x),k.neg(k.sum(k.mul(p,k.log(p)),1))))},
 entAll: (x)=>{const p=k.softmax(x,-1);return k.sum(k.mul(p,k.log(p)))},
 entDim0: (x)=>{const p=k.softmax(x,0);return k.mean(k.sum(k.mul(p,k.log(p)),0,{keepdim:true}))},
 otherDim: (x)=>{const p=k.softmax(x,1);return k.sum(k.mul(c(k.tensor([1,2,-0.5,0.3]),x),k.sum(k.mul(p,k.log(p)),0)))},
 mean: (x)=>k.neg(k.mean(k.mul(c(W,x),k.logSoftmax(x,1)))),
 perm: (x)=>{const p=k.permute(k.softmax(x,1),[1,0]);return k.sum(k.mul(c(k.tensor([1,2,-0.5]),x),k.sum(k.mul(p,k.log(p)),0)))},
 resh: (x)=>{const p=k.reshape(k.softmax(x,1),[12]);return k.sum(k.mul(p,k.log(p)))},
 klrows: (x)=>{const p=k.softmax(x,1),q=k.softmax(k.mul(x,k.mul(x,0.7)),1);return k.sum(k.mul(c(k.tensor([1,2,-0.5]),x),k.sum(k.mul(p,k.sub(k.log(p),k.log(q))),1)))},
 klsep: (x)=>{const p=k.softmax(x,1),q=k.softmax(k.sin(x),1);return k.sum(k.sub(k.mul(p,k.log(p)),k.mul(p,k.log(q))))},
 klother: (x)=>{const p=k.softmax(x,1),q=k.softmax(k.sin(x),1);return k.sum(k.mul(c(k.tensor([1,2,-0.5,0.3]),x),k.sum(k.mul(p,k.sub(k.log(p),k.log(q))),0)))},
 klmixed: (x)=>{const p=k.softmax(x,1),q=k.softmax(k.sin(x),0);return k.sum(k.mul(c(k.tensor([1,2,-0.5,0.3]),x),k.sum(k.mul(p,k.sub(k.log(p),k.log(q))),0)))},
 bcast: (x)=>{const p=k.softmax(k.select(x,0,0),0);return k.sum(k.mul(k.mul(p,k.log(p)),c(W,x)))},
 ex: (x)=>k.sum(k.mul(k.softmax(x,1),k.square(k.sin(x)))),
 gini: (x)=>k.sum(k.square(k.softmax(x,1))),
 focal: (x)=>{const p=k.softmax(x,1);return k.sum(k.mul(k.mul(k.square(k.sub(1,p)),c(W,x)),k.log(p)))},
 temp: (x)=>{const p=k.softmax(k.mul(x,1.7),1);return k.sum(k.mul(p,k.log(p)))},
 det: (x)=>{const p=k.softmax(x,1);return k.sum(k.mul(k.detach(p),k.log(p)))},
 det2: (x)=>{const p=k.softmax(x,1);return k.sum(k.mul(p,k.detach(k.log(p))))},
 lsmsum: (x)=>k.sum(k.exp(k.mul(2,k.logSoftmax(x,1)))),
 diff01: (x)=>k.sum(k.square(k.sub(k.select(k.logSoftmax(x,1),1,0),k.select(k.logSoftmax(x,1),1,1)))),
 diffb: (x)=>k.sum(k.square(k.sub(k.select(k.logSoftmax(x,1),0,0),k.select(k.logSoftmax(x,1),0,1)))),
};
const rel=(a:any,b:any)=>{let m=0,s=0;for(let i=0;i<a.length;i++){m=Math.max(m,Math.abs(a[i]-b[i]));s=Math.max(s,Math.abs(b[i]));if(!(Math.abs(a[i]-b[i])>=0))return NaN}return m/(s||1)};
const w2=k.tensor(R.map((_,i)=>Math.cos(i)),{shape:[3,4]});
for (const [n,f] of Object.entries(fns)) {
  const all=(mode:any,d:string)=>k.stabilise(mode,()=>{const x=X(d);
    const g1=grad(f); const g2=grad((x:any)=>k.sum(k.mul(c(w2,x),g1(x) as any))); const g3=grad((x:any)=>k.sum(k.mul(c(w2,x),k.square(g2(x) as any))));
    return [f(x).dataSync(),(g1(x)as any).dataSync(),(g2(x)as any).dataSync(), (g3(x) as any).dataSync()];});
  try { const a=all("on","float32"), b=all("off","float64"), d=all("on","float64"), o=all("off","float32");
  console.log(n.padEnd(10), a.map((x,i)=>rel(x,b[i]).toExponential(1)).join(" "), "| off", o.map((x,i)=>rel(x,b[i]).toExponential(1)).join(" "),"| 64", d.map((x,i)=>rel(x,b[i]).toExponential(1)).join(" ")); }
  catch(e) { console.log(n, (e as Error).stack!.slice(0,900)); }
}
