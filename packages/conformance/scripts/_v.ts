import { setDefaultDevice } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { sweep, summaryOf } from "../src/catalogue/sweep.js";
import type { Row, Leaf } from "../src/catalogue/row.js";
import type { Algebra } from "../src/catalogue/algebra.js";
setDefaultDevice(cpu());
const L=(...shape:number[]):Leaf=>({shape,from:-300,to:300,around:0});
const S=(...shape:number[]):Leaf=>({shape,from:-3,to:3});
const U=(...shape:number[]):Leaf=>({shape,from:0,to:1});
type F=<T>(k:Algebra<T>,...x:T[])=>T;
const at=<T>(k:Algebra<T>,x:T,i:number)=>k.select(x,0,i);
const V: [string,F,Leaf[]][] = [
["log(1-softmax(x,-1)) [2,3]",(k,x)=>k.log(k.sub(1,k.softmax(x,-1))),[L(2,3)]],
["log(1-softmax(x,0)) [3,2] permuted",(k,x)=>k.log(k.sub(1,k.permute(k.softmax(x,0),[1,0]))),[L(3,2)]],
["log(1-softmax(x)[1:3]) of 5",(k,x)=>k.log(k.sub(1,k.narrow(k.softmax(x,0),0,1,2))),[L(5)]],
["log(1-cat(softmax a,softmax b))",(k,a,b)=>k.log(k.sub(1,k.cat([k.softmax(a,0),k.softmax(b,0)]))),[L(3),L(2)]],
["log(cat(1-softmax a,softmax b))",(k,a,b)=>k.log(k.cat([k.sub(1,k.softmax(a,0)),k.softmax(b,0)])),[L(3),L(2)]],
["log1p(-softmax(x))",(k,x)=>k.log1p(k.neg(k.softmax(x,0))),[L(4)]],
["log1p(-exp(logSoftmax))",(k,x)=>k.log1p(k.neg(k.exp(k.logSoftmax(x,0)))),[L(4)]],
["log(-expm1(logSoftmax))",(k,x)=>k.log(k.neg(k.expm1(k.logSoftmax(x,0)))),[L(4)]],
["1-exp(x0)/sum exp",(k,x)=>k.sub(1,k.div(k.exp(at(k,x,0)),k.sum(k.exp(x)))),[L(4)]],
["log(1-exp(x-lse))",(k,x)=>k.log(k.sub(1,k.exp(k.sub(x,k.logsumexp(x))))),[L(4)]],
["logodds cat",(k,a,b)=>{const p=k.cat([k.softmax(a,0),k.softmax(b,0)]);return k.log(k.div(p,k.sub(1,p)))},[L(3),L(2)]],
["odds p/(1-p)",(k,x)=>{const p=k.softmax(x,0);return k.div(p,k.sub(1,p))},[L(4)]],
["(1-p)/p [0]",(k,x)=>{const p=at(k,k.softmax(x,0),0);return k.div(k.sub(1,p),p)},[L(4)]],
["log((1-p)/p) -1",(k,x)=>{const p=k.softmax(x,-1);return k.log(k.div(k.sub(1,p),p))},[L(2,3)]],
["2 classes logodds",(k,x)=>{const p=k.softmax(x,0);return k.sub(k.log(p),k.log(k.sub(1,p)))},[L(2)]],
["unlikelihood -log(1-p0)-log p1",(k,x)=>{const p=k.softmax(x,0);return k.neg(k.add(k.log(k.sub(1,at(k,p,0))),k.log(at(k,p,1))))},[L(4)]],
["entropy dim -1 sum",(k,x)=>{const p=k.softmax(x,-1);return k.neg(k.sum(k.mul(p,k.log(p)),1))},[L(2,4)]],
["entropy p*lsm",(k,x)=>k.neg(k.sum(k.mul(k.softmax(x,0),k.logSoftmax(x,0)))),[L(5)]],
["entropy exp(lp)*lp",(k,x)=>{const l=k.logSoftmax(x,0);return k.neg(k.sum(k.mul(k.exp(l),l)))},[L(5)]],
["entropy mean rows",(k,x)=>{const p=k.softmax(x,1);return k.mean(k.neg(k.sum(k.mul(p,k.log(p)),1)))},[L(2,3)]],
["entropy 2",(k,x)=>k.sub(k.logsumexp(x),k.sum(k.mul(k.softmax(x,0),x))),[L(4)]],
["kl exp",(k,a,b)=>{const p=k.logSoftmax(a,0),q=k.logSoftmax(b,0);return k.sum(k.mul(k.exp(p),k.sub(p,q)))},[L(3),L(3)]],
["kl sep",(k,a,b)=>{const p=k.softmax(a,0),q=k.softmax(b,0);return k.sub(k.sum(k.mul(p,k.log(p))),k.sum(k.mul(p,k.log(q))))},[L(3),L(3)]],
["kl rows mean",(k,a,b)=>{const p=k.softmax(a,1),q=k.softmax(b,1);return k.mean(k.sum(k.mul(p,k.log(k.div(p,q))),1))},[L(2,3),L(2,3)]],
["kl data",(k,y,b)=>k.sum(k.mul(y,k.sub(k.log(y),k.logSoftmax(b,0)))),[{shape:[3],from:1e-5,to:1,around:0},L(3)]],
["sym kl",(k,a,b)=>{const p=k.softmax(a,0),q=k.softmax(b,0);return k.sum(k.mul(k.sub(p,q),k.sub(k.log(p),k.log(q))))},[L(3),L(3)]],
["smooth ce picks",(k,x)=>{const l=k.logSoftmax(x,0);return k.neg(k.add(k.mul(0.9,at(k,l,1)),k.mul(0.1,k.mean(l))))},[L(4)]],
["smooth ce log",(k,x)=>{const l=k.log(k.softmax(x,0));return k.neg(k.add(k.mul(0.9,at(k,l,1)),k.div(k.sum(l),40)))},[L(4)]],
["ce rows",(k,x,y)=>k.neg(k.mean(k.sum(k.mul(y,k.logSoftmax(x,-1)),-1))),[L(2,3),U(2,3)]],
["focal",(k,x)=>{const p=at(k,k.softmax(x,0),0);return k.neg(k.mul(k.square(k.sub(1,p)),k.log(p)))},[L(3)]],
["focal sum",(k,x,y)=>{const p=k.softmax(x,0);return k.neg(k.sum(k.mul(y,k.mul(k.square(k.sub(1,p)),k.log(p)))))},[L(3),U(3)]],
["E x",(k,x,v)=>k.sum(k.mul(k.softmax(x,0),v)),[L(4),S(4)]],
["E matmul",(k,x,v)=>k.matmul(k.softmax(x,0),v),[L(4),S(4)]],
["gini 1-sum p^2",(k,x)=>k.sub(1,k.sum(k.square(k.softmax(x,0)))),[L(3)]],
["sum p(1-p)",(k,x)=>{const p=k.softmax(x,0);return k.sum(k.mul(p,k.sub(1,p)))},[L(3)]],
["p0-p1",(k,x)=>{const p=k.softmax(x,0);return k.sub(at(k,p,0),at(k,p,1))},[L(3)]],
["log(p0+p1)",(k,x)=>{const p=k.softmax(x,0);return k.log(k.add(at(k,p,0),at(k,p,1)))},[L(4)]],
["1-p0-p1",(k,x)=>{const p=k.softmax(x,0);return k.sub(k.sub(1,at(k,p,0)),at(k,p,1))},[L(4)]],
["log(1-p0-p1)",(k,x)=>{const p=k.softmax(x,0);return k.log(k.sub(k.sub(1,at(k,p,0)),at(k,p,1)))},[L(4)]],
["log sum p[1:3]",(k,x)=>k.log(k.sum(k.narrow(k.softmax(x,0),0,1,2))),[L(4)]],
["log sum p*w",(k,x,v)=>k.log(k.sum(k.mul(k.softmax(x,0),v))),[L(3),U(3)]],
["1-sum p[0:2]",(k,x)=>k.sub(1,k.sum(k.narrow(k.softmax(x,0),0,0,2))),[L(4)]],
["temp entropy",(k,x,t)=>{const p=k.softmax(k.div(x,t),0);return k.neg(k.sum(k.mul(p,k.log(p))))},[L(3),{from:0.01,to:10,around:0}]],
["temp lsm",(k,x,t)=>k.logSoftmax(k.div(x,t),0),[L(3),{from:0.01,to:10,around:0}]],
["beta softmax",(k,x,t)=>k.softmax(k.mul(x,t),-1),[L(3),{from:0.01,to:10,around:0}]],
["infonce rows",(k,s,t)=>k.neg(k.log(k.div(k.exp(k.div(k.select(s,1,0),t)),k.sum(k.exp(k.div(s,t)),1)))),[{shape:[2,3],from:-1,to:1},{from:0.01,to:1,around:0}]],
["infonce 0.07",(k,s)=>k.neg(k.log(k.div(k.exp(k.div(k.select(s,1,1),0.07)),k.sum(k.exp(k.div(s,0.07)),1)))),[{shape:[2,3],from:-1,to:1}]],
["perplexity",(k,x,y)=>k.exp(k.neg(k.sum(k.mul(y,k.logSoftmax(x,0))))),[L(3),U(3)]],
["1/p",(k,x)=>k.reciprocal?k.reciprocal(k.softmax(x,0)):k.div(1,k.softmax(x,0)),[L(3)]],
["p*(1-p)",(k,x)=>{const p=k.softmax(x,0);return k.mul(p,k.sub(1,p))},[L(3)]],
["log(p*(1-p))",(k,x)=>{const p=k.softmax(x,0);return k.log(k.mul(p,k.sub(1,p)))},[L(3)]],
["sum log(1-p)",(k,x)=>k.sum(k.log(k.sub(1,k.softmax(x,1)))),[L(2,3)]],
["bce of softmax",(k,x,y)=>{const p=k.softmax(x,0);return k.neg(k.sum(k.add(k.mul(y,k.log(p)),k.mul(k.sub(1,y),k.log(k.sub(1,p))))))},[L(3),U(3)]],
["y log(1-p)",(k,x,y)=>k.neg(k.sum(k.mul(y,k.log(k.sub(1,k.softmax(x,0)))))),[L(3),U(3)]],
["renyi2 -log sum p^2",(k,x)=>k.neg(k.log(k.sum(k.square(k.softmax(x,0))))),[L(3)]],
["tsallis",(k,x)=>k.div(k.sub(1,k.sum(k.pow(k.softmax(x,0),1.5))),0.5),[L(3)]],
["hellinger",(k,a,b)=>k.sum(k.square(k.sub(k.sqrt(k.softmax(a,0)),k.sqrt(k.softmax(b,0))))),[L(3),L(3)]],
["bhatt -log sum sqrt(pq)",(k,a,b)=>k.neg(k.log(k.sum(k.sqrt(k.mul(k.softmax(a,0),k.softmax(b,0)))))),[L(3),L(3)]],
["stack entropy",(k,a,b)=>{const p=k.stack([k.softmax(a,0),k.softmax(b,0)]);return k.neg(k.sum(k.mul(p,k.log(p))))},[L(3),L(3)]],
["indexSelect entropy",(k,a)=>{const p=k.indexSelect(k.softmax(a,0),0,[2,0,1]);return k.neg(k.sum(k.mul(p,k.log(p))))},[L(3)]],
["narrow entropy",(k,a)=>{const p=k.narrow(k.softmax(a,0),0,0,2);return k.neg(k.sum(k.mul(p,k.log(p))))},[L(3)]],
["flip ce",(k,x,y)=>k.neg(k.sum(k.mul(y,k.flip(k.log(k.softmax(x,0)),[0])))),[L(3),U(3)]],
["mean p log p",(k,x)=>{const p=k.softmax(x,0);return k.mean(k.mul(p,k.log(p)))},[L(3)]],
];
const only=process.argv[2];
let ok=0,n=0;
for (const [name,of,leaves] of V) {
  if (only && !name.includes(only)) continue;
  const t0=Date.now();
  let f; try { f=sweep({id:"V",written:name,of,leaves,fails:[]} as Row, Number(process.argv[3]??24)); } catch(e) { console.log("THROW",name,String(e).slice(0,200)); continue; }
  n++; if (f.right) ok++;
  console.log(`${f.right?"pass":"FAIL"} ${name}${summaryOf(f)} ${Date.now()-t0}ms`);
  for (const x of f.failures.slice(0,only?6:2)) console.log("     ",x.text.slice(0,230));
}
console.log(ok,"of",n);
