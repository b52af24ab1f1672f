//! A component that tries what its host lets it do. The path says what to try, the query with what.
#![cfg(target_arch = "wasm32")]

use std::hint::black_box;
use std::io::Write as _;
use std::sync::atomic::{AtomicU32, Ordering};

use bytes::Bytes;
use spin_sdk::http::body::IncomingBodyExt as _;
use spin_sdk::http::{FullBody, IntoResponse, Request, StatusCode, get};
use spin_sdk::{http_service, variables};

/// Requests that this instance has taken.
static TAKEN: AtomicU32 = AtomicU32::new(0);

#[http_service]
async fn handle(request: Request) -> impl IntoResponse {
    let taken = TAKEN.fetch_add(1, Ordering::Relaxed) + 1;
    let argument = request.uri().query().unwrap_or_default().to_owned();
    let path = request.uri().path().to_owned();
    let tried = match path.as_str() {
        "/echo" => {
            request.into_body().bytes().await.map(|body| String::from_utf8_lossy(&body).into_owned()).map_err(text)
        }
        "/taken" => Ok(taken.to_string()),
        "/spin" => spin(),
        "/eat" => eat(),
        "/trap" => std::process::abort(),
        "/print" => print(&argument).map_err(text),
        "/read" => std::fs::read_to_string(&argument).map_err(text),
        "/write" => std::fs::write(&argument, "written").map(|()| "written".to_owned()).map_err(text),
        "/list" => list(&argument).map_err(text),
        "/variable" => variables::get(&argument).await.map_err(text),
        "/environment" => Ok(format!("{}", std::env::vars().count() + std::env::args().count())),
        "/send" => fetch(&argument).await,
        _ => Err("there is nothing to try".to_owned()),
    };
    let (status, body) = match tried {
        Ok(body) => (StatusCode::OK, body),
        Err(body) => (StatusCode::FORBIDDEN, body),
    };
    (status, FullBody::new(Bytes::from(body)))
}

fn spin() -> ! {
    loop {
        black_box(());
    }
}

fn eat() -> ! {
    let mut eaten = Vec::new();
    loop {
        eaten.push(black_box(vec![1_u8; 1 << 20]));
    }
}

fn print(line: &str) -> std::io::Result<String> {
    writeln!(std::io::stdout(), "out {line}")?;
    writeln!(std::io::stderr(), "err {line}")?;
    Ok("printed".to_owned())
}

fn list(folder: &str) -> std::io::Result<String> {
    let names: std::io::Result<Vec<String>> =
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect();
    let mut names = names?;
    names.sort();
    Ok(names.join(" "))
}

async fn fetch(url: &str) -> Result<String, String> {
    get(url).await.map(|response| response.status().to_string()).map_err(text)
}

fn text(error: impl std::fmt::Debug) -> String {
    format!("{error:?}")
}
