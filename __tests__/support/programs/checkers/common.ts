import type { Checker } from "../checker";
import { apt, chrony, modules, needrestart, nft, nodeExporter, sshd, sysctl, systemdSettings, tmpfiles } from "./base";
import { json, settings, yaml } from "./formats";
import { python, shellcheck } from "./scripts";
import { hardening, systemdUnits, sysusers } from "./systemd";

/** What every machine has, and what any role may have. */
export const COMMON: readonly Checker[] = [
  shellcheck,
  python,
  systemdUnits,
  hardening,
  sysusers,
  json,
  yaml,
  settings,
  sshd,
  chrony,
  systemdSettings,
  modules,
  sysctl,
  tmpfiles,
  apt,
  needrestart,
  nft,
  nodeExporter,
];
