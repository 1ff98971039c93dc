// npm `phoenix` brings no types; a test only hands its Socket on.
declare module "phoenix" {
  export class Socket {}
}
