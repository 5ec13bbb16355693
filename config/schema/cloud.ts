import { z } from "zod";
import { text } from "./fields";

const ID = /^[a-z0-9]{20}$/;

/** Where in Yandex Cloud, and what machines are made from. */
export const cloud = z
  .strictObject({
    cloudId: text(ID, {
      description: "Cloud to install into. Default: the provider's environment, YC_CLOUD_ID.",
      allowed: "a cloud's id: 20 lower-case letters and digits",
    }).exactOptional(),
    folderId: text(ID, {
      description: "Folder to install into. Default: the provider's environment, YC_FOLDER_ID.",
      allowed: "a folder's id: 20 lower-case letters and digits",
    }).exactOptional(),
    zone: text(/^[a-z]{2}(-[a-z]+)?\d-[a-z]$/, {
      description: "Availability zone of everything. Default: the provider's environment, YC_ZONE.",
      allowed: "an availability zone, for example ru-central1-a",
    }).exactOptional(),
    imageFamily: text(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, {
      description: "Family of public images that the machines boot from. Their set-up is written for Debian 13.",
      allowed: "an image family, for example debian-13",
    }).default("debian-13"),
    platformId: text(/^[a-z][a-z0-9-]{0,62}$/, {
      description: "Hardware platform of the machines.",
      allowed: "a platform, for example standard-v3",
    }).default("standard-v3"),
  })
  .meta({ description: "Where in Yandex Cloud, and what machines are made from." })
  .prefault({});
