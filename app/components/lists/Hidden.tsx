// The state of a list, which goes along with a form that changes a part of it.
export function Hidden({ state }: { state: [name: string, value: string][] }) {
  return state.map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />);
}
