export { describeChannel } from './testing/channel-contract.js';
export { type ChannelSamples, sampleAccount, type SampleRequest, toRequest } from './testing/channel-samples.js';
export { CrashingConnections, type CrashTime } from './testing/faulty-connections.js';
export { httpFixture, type HttpFixture } from './testing/http-fixture.js';
export { intakeFixture, type IntakeFixture } from './testing/fixture.js';
