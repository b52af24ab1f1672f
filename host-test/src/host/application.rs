use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::manifest::{Component, Declared, Manifest, ManifestError, Mount};
use super::offer::{Offer, Variable};
use super::template::Template;
use super::variables::check_name;

/// What a Spin manifest says of its one component, as far as this host can honour it.
#[derive(Debug)]
pub struct Application {
    component: String,
    source: String,
    build: Option<String>,
    mounts: Vec<Mount>,
    variables: BTreeMap<String, Template>,
    defaults: BTreeMap<String, Option<String>>,
}

impl Application {
    /// Reads the text of a `spin.toml`.
    ///
    /// It must have one component with the route `/...`. A word that asks for what this host cannot offer exactly as
    /// Spin would is an error, and so is one that Spin does not know.
    pub fn parse(text: &str) -> Result<Self, ManifestError> {
        let manifest: Manifest = toml::from_str(text).map_err(|error| ManifestError::Syntax(error.to_string()))?;
        if manifest.spin_manifest_version != 2 {
            return Err(ManifestError::unsupported("spin_manifest_version", "must be 2"));
        }
        let name = routed(&manifest)?;
        let mut components = manifest.component.into_iter();
        match (components.next(), components.next()) {
            (Some((only, component)), None) if only == name => Self::of(name, component, defaults(manifest.variables)?),
            _ => Err(ManifestError::unsupported("component", format!("must have one entry, `{name}`"))),
        }
    }

    fn of(
        name: String,
        component: Component,
        defaults: BTreeMap<String, Option<String>>,
    ) -> Result<Self, ManifestError> {
        let key = |word: &str| format!("component.{name}.{word}");
        if !component.allowed_outbound_hosts.is_empty() {
            return Err(ManifestError::unsupported(key("allowed_outbound_hosts"), "must be empty"));
        }
        for mount in &component.files {
            check_destination(&mount.destination)
                .map_err(|problem| ManifestError::unsupported(key("files"), problem))?;
        }
        let variables = component.variables.into_iter().map(|(variable, value)| {
            let template = template(&variable, &value, &defaults)
                .map_err(|problem| ManifestError::unsupported(key(&format!("variables.{variable}")), problem))?;
            Ok((variable, template))
        });
        Ok(Self {
            variables: variables.collect::<Result<_, ManifestError>>()?,
            source: component.source,
            build: component.build.map(|build| build.command),
            mounts: component.files,
            component: name,
            defaults,
        })
    }

    /// The component's file, relative to the manifest.
    pub fn source(&self) -> &Path {
        Path::new(&self.source)
    }

    /// The command that builds the component, for a shell in the manifest's folder.
    pub fn build_command(&self) -> Option<&str> {
        self.build.as_deref()
    }

    /// The file, relative to the manifest, that the component finds at `destination`.
    pub fn mounted_at(&self, destination: &str) -> Option<&Path> {
        let mount = self.mounts.iter().find(|mount| mount.destination == destination)?;
        Some(Path::new(&mount.source))
    }

    /// What the component may see: each mounted file as `read` gives it, and each declared variable with the `values`
    /// of the application's variables in place, or their defaults.
    ///
    /// A required variable without a value is no error here: like a secret that a vault lacks, it is found missing when
    /// the component asks. A value for a variable that the application does not declare is an error.
    pub fn offer(&self, values: &BTreeMap<String, String>, read: impl Fn(&Path) -> Result<Vec<u8>>) -> Result<Offer> {
        if let Some(unknown) = values.keys().find(|name| !self.defaults.contains_key(*name)) {
            bail!("the application has no variable `{unknown}`");
        }
        let files = self.mounts.iter().map(|mount| {
            let bytes = read(Path::new(&mount.source)).with_context(|| format!("could not read {}", mount.source))?;
            Ok((mount.destination.clone(), bytes))
        });
        Ok(Offer {
            component: self.component.clone(),
            files: files.collect::<Result<_>>()?,
            variables: self.variables.iter().map(|(name, value)| (name.clone(), self.resolve(value, values))).collect(),
        })
    }

    fn resolve(&self, template: &Template, values: &BTreeMap<String, String>) -> Variable {
        let filled = template.fill(|name| {
            let value = values.get(name).or_else(|| self.defaults.get(name)?.as_ref());
            value.map(String::as_str).ok_or_else(|| format!("no provider resolved required variable {name:?}"))
        });
        filled.map_or_else(Variable::Unresolved, Variable::Value)
    }
}

/// The component of the only trigger.
fn routed(manifest: &Manifest) -> Result<String, ManifestError> {
    match manifest.trigger.http.as_slice() {
        [trigger] if trigger.route == "/..." => Ok(trigger.component.clone()),
        [_] => Err(ManifestError::unsupported("trigger.http.route", "must be \"/...\"")),
        _ => Err(ManifestError::unsupported("trigger.http", "must have one entry")),
    }
}

fn defaults(declared: BTreeMap<String, Declared>) -> Result<BTreeMap<String, Option<String>>, ManifestError> {
    for (name, variable) in &declared {
        let problem = match check_name(name) {
            Err(reason) => reason,
            Ok(()) if variable.required == variable.default.is_some() => {
                "must be either required or have a default".to_owned()
            }
            Ok(()) => continue,
        };
        return Err(ManifestError::unsupported(format!("variables.{name}"), problem));
    }
    Ok(declared.into_iter().map(|(name, variable)| (name, variable.default)).collect())
}

fn template(name: &str, value: &str, declared: &BTreeMap<String, Option<String>>) -> Result<Template, String> {
    check_name(name)?;
    let template = Template::parse(value)?;
    if let Some(unknown) = template.variables().find(|variable| !declared.contains_key(*variable)) {
        return Err(format!("names `{unknown}`, which the application does not declare"));
    }
    Ok(template)
}

/// A mount must stay inside the folder that stands for the component's root.
fn check_destination(destination: &str) -> Result<(), String> {
    let inside = destination.strip_prefix('/').unwrap_or_default();
    let plain = |part: &str| !matches!(part, "" | "." | "..") && !part.contains('\\');
    if inside.split('/').all(plain) {
        Ok(())
    } else {
        Err(format!("must have absolute destinations of files, not `{destination}`"))
    }
}
