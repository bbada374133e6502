// What the page does when a setting changes: a coarse answer, then the full one, then its fingerprint; undo and links; the pinned
// setting beside the present one. Left out: how things look (`view`).
import { type Engine, Refused, Superseded } from "./engine";
import { NOTHING, changes, fromLink, toLink } from "./setting";
import type { Answer, Control, Setting } from "./types";

/** What is known of the present state. */
export interface State {
  setting: Setting;
  now: Answer | null;
  /** The setting that `now` answers: the present one, or the one before while the answer is on its way. */
  answered: Setting;
  pinned: { setting: Setting; answer: Answer | null } | null;
  fingerprint: string | null;
  fault: string | null;
  canUndo: boolean;
  /** Time from the change to what is shown (ms); none before the first answer. */
  took: number | null;
}

/** Before the fingerprint is asked for, in case another change follows (ms). */
const REST = 400;

export class Explorer {
  private state: State;
  private readonly past: Setting[] = [];
  private running = new AbortController();

  constructor(
    private readonly engine: Engine,
    private readonly controls: Control[],
    private readonly show: (state: State) => void,
  ) {
    const { setting, pinned } = fromLink(location.hash);
    this.state = {
      setting: engine.has(setting) ? setting : NOTHING,
      now: null,
      answered: NOTHING,
      pinned: pinned === null || !engine.has(pinned) ? null : { setting: pinned, answer: null },
      fingerprint: null,
      fault: null,
      canUndo: false,
      took: null,
    };
    addEventListener("hashchange", () => void this.follow());
  }

  get present(): State {
    return this.state;
  }

  /** First answers; the pinned one comes first, as it is the older. */
  async begin(): Promise<void> {
    this.update({});
    const { pinned } = this.state;
    if (pinned !== null) await this.answerPinned(pinned.setting);
    await this.simulate();
  }

  /** Another setting, which can be undone. */
  async choose(setting: Setting): Promise<boolean> {
    if (this.key(setting) === this.key(this.state.setting)) return this.state.now?.stage === "full";
    this.past.push(this.state.setting);
    this.update({ setting, fingerprint: null });
    return await this.simulate();
  }

  async undo(): Promise<void> {
    const setting = this.past.pop();
    if (setting === undefined) return;
    this.update({ setting, fingerprint: null });
    await this.simulate();
  }

  /** Keeps the present setting to compare with. */
  pin(): void {
    const { setting, now, answered } = this.state;
    if (now?.stage === "full" && answered === setting) this.update({ pinned: { setting, answer: now } });
  }

  unpin(): void {
    this.update({ pinned: null });
  }

  /** Both settings of a lesson, one pinned and one present; none if another change came between. */
  async both(before: Setting, after: Setting): Promise<[Answer, Answer] | null> {
    if (!(await this.choose(before))) return null;
    this.pin();
    if (!(await this.choose(after))) return null;
    const [pinned, now] = [this.state.pinned?.answer, this.state.now];
    return pinned && now ? [pinned, now] : null;
  }

  private key(setting: Setting): string {
    return changes(setting, this.controls).join("\n");
  }

  private update(part: Partial<State>): void {
    this.state = { ...this.state, ...part, canUndo: this.past.length > 0 };
    const link = toLink(this.state.setting, this.state.pinned?.setting ?? null);
    if (location.hash !== link) history.replaceState(null, "", link);
    this.show(this.state);
  }

  /** A link that was opened in this page. */
  private async follow(): Promise<void> {
    const { setting, pinned } = fromLink(location.hash);
    if (pinned === null) this.update({ pinned: null });
    else if (this.engine.has(pinned)) await this.answerPinned(pinned);
    if (this.engine.has(setting)) await this.choose(setting);
  }

  private async answerPinned(setting: Setting): Promise<void> {
    const { signal } = this.begun();
    const answer = await this.attempt(() => this.engine.answer(setting, "full", signal), signal);
    if (!signal.aborted) this.update({ pinned: answer === null ? null : { setting, answer } });
  }

  /** What runs now ends, and what begins instead. */
  private begun(): AbortController {
    this.running.abort();
    this.running = new AbortController();
    return this.running;
  }

  /** Coarse, then full; whether the full answer is shown. */
  private async simulate(): Promise<boolean> {
    const { signal } = this.begun();
    const begun = performance.now();
    const { setting } = this.state;
    const kept = this.engine.kept(setting);
    if (kept === undefined && this.engine.live) {
      const coarse = await this.attempt(() => this.engine.answer(setting, "coarse", signal), signal);
      if (coarse === null) return false;
      this.update({ now: coarse, answered: setting, fingerprint: null, fault: null, took: performance.now() - begun });
    }
    const now = kept ?? (await this.attempt(() => this.engine.answer(setting, "full", signal), signal));
    if (now === null) return false;
    const took = this.engine.live && kept === undefined ? this.state.took : performance.now() - begun;
    this.update({ now, answered: setting, fingerprint: now.result_sha256, fault: null, took });
    void this.identify(setting, signal);
    return true;
  }

  /** The fingerprint, once nothing else follows. */
  private async identify(setting: Setting, signal: AbortSignal): Promise<void> {
    await new Promise((done) => setTimeout(done, REST));
    if (signal.aborted) return;
    const fingerprint = await this.attempt(() => this.engine.fingerprint(setting, signal), signal);
    if (!signal.aborted && fingerprint !== null) this.update({ fingerprint });
  }

  /** None if nobody waits for it any more, or if there is a fault, which is shown. */
  private async attempt<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T | null> {
    try {
      return await ask();
    } catch (error) {
      if (signal.aborted) return null;
      if (error instanceof Superseded) return await this.again(ask, signal);
      const said = error instanceof Refused ? error.message : "the program does not answer: it was ended, perhaps in its terminal";
      this.update({ fault: said });
      return null;
    }
  }

  /** Another window was answered instead; this one waits its turn. */
  private async again<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T | null> {
    await new Promise((done) => setTimeout(done, REST));
    return signal.aborted ? null : await this.attempt(ask, signal);
  }
}
