// The stamps: where each is, what it takes, and whom it serves.

const produces = (geo, release) => (device) =>
  device.lifecycle === "production" && device.geo === geo && device.release === release;

const application = (name) => `https://${name}.contoso.example`;

export const STAMPS = [
  {
    name: "eu-0",
    hub: "contoso-eu-0.azure-devices.net",
    weight: 20_000,
    state: "down",
    region: "westeurope",
    geo: "eu",
    serves: produces("eu", "4.1"),
  },
  {
    name: "eu-1",
    hub: "contoso-eu-1.azure-devices.net",
    weight: 100_000,
    state: "open",
    region: "westeurope",
    application: application("eu-1"),
    geo: "eu",
    serves: produces("eu", "4.1"),
  },
  {
    name: "eu-2",
    hub: "contoso-eu-2.azure-devices.net",
    weight: 50_000,
    state: "open",
    region: "northeurope",
    application: application("eu-2"),
    geo: "eu",
    serves: produces("eu", "4.1"),
  },
  {
    name: "eu-3",
    hub: "contoso-eu-3.azure-devices.net",
    weight: 50_000,
    state: "reserved",
    region: "germanywestcentral",
    application: application("eu-3"),
    geo: "eu",
    serves: produces("eu", "4.1"),
  },
  {
    name: "eu-4",
    hub: "contoso-eu-4.azure-devices.net",
    weight: 20_000,
    state: "closed",
    region: "northeurope",
    application: application("eu-4"),
    geo: "eu",
    serves: produces("eu", "4.1"),
  },
  {
    name: "eu-9",
    hub: "contoso-eu-9.azure-devices.net",
    weight: 10_000,
    state: "open",
    region: "northeurope",
    application: application("eu-9"),
    geo: "eu",
    serves: produces("eu", "4.2"),
  },
  {
    name: "fabrikam",
    hub: "contoso-fabrikam.azure-devices.net",
    weight: 5_000,
    state: "reserved",
    region: "germanywestcentral",
    application: application("fabrikam"),
    geo: "eu",
    serves: (device) => device.geo === "eu",
  },
  {
    name: "us-1",
    hub: "contoso-us-1b.azure-devices.net",
    formerHub: "contoso-us-1.azure-devices.net",
    weight: 100_000,
    state: "open",
    region: "eastus",
    application: application("us-1"),
    geo: "us",
    serves: produces("us", "4.1"),
  },
  {
    name: "us-2",
    hub: "contoso-us-2.azure-devices.net",
    weight: 50_000,
    state: "open",
    region: "westus2",
    application: application("us-2"),
    geo: "us",
    serves: produces("us", "4.1"),
  },
  {
    name: "us-9",
    hub: "contoso-us-9.azure-devices.net",
    weight: 10_000,
    state: "open",
    region: "centralus",
    application: application("us-9"),
    geo: "us",
    serves: produces("us", "4.2"),
  },
  {
    name: "ap-1",
    hub: "contoso-ap-1.azure-devices.net",
    weight: 50_000,
    state: "down",
    region: "southeastasia",
    application: application("ap-1"),
    geo: "ap",
    serves: produces("ap", "4.1"),
  },
  {
    name: "ap-2",
    hub: "contoso-ap-2.azure-devices.net",
    weight: 20_000,
    state: "open",
    region: "japaneast",
    application: application("ap-2"),
    geo: "ap",
    serves: produces("ap", "4.1"),
  },
  {
    name: "test-1",
    hub: "contoso-test-1.azure-devices.net",
    weight: 1_000,
    state: "open",
    region: "westeurope",
    serves: (device) => device.lifecycle === "test",
  },
];

const BY_NAME = new Map(STAMPS.map((stamp) => [stamp.name, stamp]));
const BY_HUB = new Map([
  ...STAMPS.filter((stamp) => stamp.formerHub).map((stamp) => [stamp.formerHub, stamp]),
  ...STAMPS.map((stamp) => [stamp.hub, stamp]),
]);

export const stampNamed = (name) => BY_NAME.get(name);
export const stampOfHub = (hub) => BY_HUB.get(hub.toLowerCase());
