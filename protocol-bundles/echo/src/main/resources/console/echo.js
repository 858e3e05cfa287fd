/** The page of this protocol in the console: where it listens, and who is connected. */
const LOOK_MILLIS = 2000;

export default function draw(element, orbit) {
  const where = document.createElement('p');
  const how = document.createElement('p');
  how.className = 'hint';
  how.textContent = 'Log in by /login USER PASSWORD, then every line comes back.';
  element.append(where, how);
  async function look() {
    try {
      const protocol = await orbit.get('/protocols/echo');
      where.textContent = `Echo listens on ${protocol.address}; ${protocol.connections} connected, ${protocol.accepted} since it started.`;
    } catch (failure) {
      where.textContent = failure.message;
    }
  }
  void look();
  const timer = setInterval(look, LOOK_MILLIS);
  return () => clearInterval(timer);
}
