/** The worker: takes orders, one after the other, and tells what becomes of them. */
import { setDefaultDevice } from "evenkeel";
import { type Device, deviceOf, loseDevice } from "./device.js";
import { digits, type DigitsLesson } from "./lessons/digits.js";
import { labels } from "./lessons/labels.js";
import type { Lesson } from "./lessons/lesson.js";
import { words } from "./lessons/words.js";
import type { DeviceName, News, Order } from "./protocol.js";
import { Session } from "./session.js";

let session: Session | null = null,
  drawn: DigitsLesson | null = null;

const tell = (news: News, transfer: Transferable[] = []): void => postMessage(news, { transfer });
const LESSONS = { words, digits, labels };

async function begin({ settings, site, device }: Order & { order: "begin" }): Promise<void> {
  await session?.end();
  session = drawn = null;
  tell({ news: "loading", what: settings.task });
  const chosen = (await found(device)) ?? (await deviceOf("cpu"));
  setDefaultDevice(chosen.backend);
  tell({ news: "device", device: chosen.name, title: chosen.title });
  const lesson = await LESSONS[settings.task](settings, site);
  if ("recognise" in lesson) drawn = lesson;
  session = new Session(lesson as Lesson<unknown>, settings, chosen, tell);
  tell({ news: "begun", layers: session.layers, facts: lesson.facts });
  session.resume();
}

/** Null, and told, where it is not there. */
async function found(device: DeviceName): Promise<Device | null> {
  try {
    return await deviceOf(device);
  } catch (error) {
    tell({ news: "refused", why: (error as Error).message });
    return null;
  }
}

async function choose(name: DeviceName): Promise<void> {
  const device = await found(name);
  if (device && session) await session.move(device);
  else if (device) tell({ news: "device", device: device.name, title: device.title });
}

async function obey(order: Order): Promise<void> {
  switch (order.order) {
    case "begin":
      return begin(order);
    case "pause":
      return session?.pause();
    case "resume":
      return session?.resume();
    case "device":
      return choose(order.device);
    case "lose":
      return loseDevice();
    case "weights":
      return session?.weights(order.side);
    case "recognise":
      return session?.ask((model) => drawn!.recognise(model as never, order.pixels));
    case "pick": {
      const picked = drawn?.pick();
      return picked && tell({ news: "picked", ...picked });
    }
  }
}

// In turn, so that no order meets another half done; a session itself goes on between them.
let last = Promise.resolve();
addEventListener("message", ({ data }: MessageEvent<Order>) => {
  last = last.then(() => obey(data)).catch((error: Error) => tell({ news: "failed", why: error.message }));
});
